/** The page's script: the filter. Without it everything is shown. */
export const SCRIPT = `
(() => {
  const form = document.querySelector('.filter')
  if (!form) return
  form.hidden = false
  const search = form.querySelector('input[type=search]')
  const boxes = [...form.querySelectorAll('input[type=checkbox]')]
  const found = form.querySelector('.found')
  const rows = [...document.querySelectorAll('.fields tbody tr')].map((row) => ({
    row,
    isGroup: row.classList.contains('group'),
    text: row.textContent.toLowerCase(),
    marks: row.dataset.marks.split(' '),
  }))
  const total = rows.filter(({ isGroup }) => !isGroup).length
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const wanted = boxes.filter(({ checked }) => checked).map(({ value }) => value)
    const isFiltered = words.length + wanted.length > 0
    let shown = 0
    for (const { row, isGroup, text, marks } of rows) {
      const fits = words.every((word) => text.includes(word)) &&
        wanted.every((mark) => marks.includes(mark))
      row.hidden = isGroup ? isFiltered : !fits
      if (fits && !isGroup) shown += 1
    }
    found.textContent = isFiltered ? shown + ' of ' + total + ' fields' : total + ' fields'
  }
  form.addEventListener('input', apply)
  form.addEventListener('submit', (event) => event.preventDefault())
  // an address of a field shows it, whatever the filter hides
  addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1))
    if (target) target.hidden = false
  })
  addEventListener('keydown', (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)
    if (event.key === '/' && !isTyping) {
      event.preventDefault()
      search.focus()
    }
  })
  apply()
})()
`
