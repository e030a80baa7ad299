import type { Request, RequestHandler, Response } from 'express';

/** Hands what a handler throws to the error handlers. */
export function promised(
  handler: (req: Request, res: Response) => Promise<void>,
): RequestHandler {
  return (req, res, next) => {
    handler(req, res).catch(next);
  };
}
