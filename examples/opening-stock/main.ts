/** How the books of stock are opened: a plan, a look at it, an approval, and then facts alone. */
import { printLook } from './look.js'
import { openBooks } from './open-books.js'

const { looks, byHash, byScope, problems } = await openBooks()
console.log(
  'The shop may sell what lies there, less one of each that is kept back. Times are in UTC.\n',
)
for (const look of looks) console.log(printLook(look))
console.log(
  `Approval of the very numbers: ${byHash}; of the positions as they are now: ${byScope}.`,
)
console.log(`Differences and things to do that are left: ${problems}.`)
