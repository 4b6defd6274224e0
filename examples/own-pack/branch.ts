/** A branch as the directory answered it once. */
export const branch = {
  id: 'B-7',
  title: 'Ulm, Hirschstraße',
  type: 'OUTLET',
  gln: '4012345000009',
  address: { street: 'Hirschstr. 1', zip: '89073', town: 'Ulm', country: 'DE', floor: 0 },
  timezone: 'Europe/Berlin',
  closed: 'N',
  changed: '2026-11-24T10:15:00+01:00',
  manager: { name: 'Ada Example' },
  opening_hours: 'Mo-Sa 9-20',
}
