import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { nodePost, parseEndpoint } from '../src/index.js'
import { isReachable } from '../src/public-address.js'
import { receiver } from './receiver.js'

// one or more of each range of the IANA registries of special-purpose addresses
const INSIDE = `
0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
127.1.2.3 127.255.255.254 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1
172.20.10.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.1 192.88.99.1
192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.254 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:192.168.1.1 ::ffff:7f00:1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1
64:ff9b::169.254.169.254 64:ff9b:1::1 64:ff9b:1::a00:1 100::1 2001::1 2001:0:4136:e378::1
2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1::1 2002:a00:1::1
2002:c0a8:101::1 2002:808:808::1 fc00::1 fc12:3456::1 fd00::1 fd00:ec2::254 fdff:ffff::1
fe80::1 fe80::1%eth0 febf::1 fec0::1 feff::1 ff00::1 ff01::1 ff02::1 ff02::fb ff05::1 ff0e::1
4000::1 8000::1 c000::1 f000::1 ::8.8.8.8 0:0:0:0:0:0:0:1 0000::0001
`
const URLS = `
https://127.0.0.1/ https://127.1/ https://0x7f.1/ https://0x7f000001/ https://2130706433/
https://017700000001/ https://0177.0.0.1/ https://127.0.0.1./ https://[::1]/ https://[::ffff:7f00:1]/
https://[::ffff:127.0.0.1]/ https://[0:0:0:0:0:0:0:1]/ https://[fd00:ec2::254]/ https://0/ https://0.0.0.0/
https://169.254.169.254/latest/meta-data/ https://[64:ff9b::a9fe:a9fe]/ https://10.1/ https://192.168.257/
https://①②⑦.⓪.⓪.①/ https://127。0。0。1/ https:127.0.0.1 https://①⓪.0.0.1/
`
const wordsOf = (text: string) => text.trim().split(/\s+/)

describe('an endpoint', () => {
  it.each(wordsOf(INSIDE))('is not at %s', (address) => {
    expect(isReachable(address, [])).toBe(false)
  })

  it.each(wordsOf(URLS))('is not at %s', (url) => {
    expect(parseEndpoint(url)._unsafeUnwrapErr().kind).toBe('inside')
  })

  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'may be at %s',
    (address) => expect(isReachable(address, [])).toBe(true),
  )

  it('may be inside where that is allowed, and nowhere else inside', () => {
    const rules = { allow: ['10.1.0.0/16', '::1'] }
    expect(parseEndpoint('https://10.1.2.3/', rules).isOk()).toBe(true)
    expect(parseEndpoint('https://[::1]/', rules).isOk()).toBe(true)
    expect(parseEndpoint('https://10.2.2.3/', rules).isErr()).toBe(true)
    expect(() => parseEndpoint('https://10.2.2.3/', { allow: ['localhost'] })).toThrow('localhost')
  })

  it('is connected to at the address that was checked, whatever DNS says a moment later', async () => {
    await using there = await receiver()
    const answers = ['127.0.0.1', '127.0.0.2']
    let asked = 0
    const post = nodePost({
      allow: ['127.0.0.2'],
      lookup: (_, __, callback) => {
        const address = answers[Math.min(asked++, 1)] ?? ''
        callback(null, [{ address, family: 4 }])
      },
    })
    const url = new URL(`http://rebinding.example:${there.port}/`)
    const signal = new AbortController().signal
    const answer = await post({ url, headers: {}, body: Buffer.from('{}'), signal })
    expect(answer._unsafeUnwrapErr().kind).toBe('refused')
    expect(asked).toBe(1)
    expect(there.received).toEqual([])
    post.end()
  })

  it('is refused where one of several addresses of its name is inside', async () => {
    const found: LookupAddress[] = [
      { address: '8.8.8.8', family: 4 },
      { address: '::1', family: 6 },
    ]
    const post = nodePost({ lookup: (_, __, callback) => callback(null, found) })
    const url = new URL('https://mixed.example/')
    const signal = new AbortController().signal
    const answer = await post({ url, headers: {}, body: Buffer.alloc(0), signal })
    expect(answer._unsafeUnwrapErr()).toMatchObject({ kind: 'refused' })
    const literal = new URL('https://169.254.169.254/')
    const direct = await post({ url: literal, headers: {}, body: Buffer.alloc(0), signal })
    expect(direct._unsafeUnwrapErr()).toMatchObject({ kind: 'refused' })
    post.end()
  })
})
