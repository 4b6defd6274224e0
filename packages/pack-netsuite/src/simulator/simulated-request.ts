/** A request with its text read. */
export interface SimulatedRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly text: string
}
