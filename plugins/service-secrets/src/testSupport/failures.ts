/** An error as the client throws it for an answer of the backend with this status. */
export function aResponseError(statusCode: number, message: string): Error {
  return Object.assign(new Error(`Request failed with ${statusCode}`), {
    name: 'ResponseError',
    statusCode,
    cause: new Error(message),
  });
}
