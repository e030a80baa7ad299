import { createServer, RequestListener } from 'node:http';
import { AddressInfo, createServer as createNetServer, Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { ListVerbFramer } from './ListVerbFramer';

/** A listening HTTP server that knows the verb `LIST`. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** The socket as the HTTP parser sees it: `LIST` arrives as `LINK`. */
class RewrittenSocket extends Duplex {
  private readonly framer = new ListVerbFramer();
  readonly remoteAddress?: string;

  constructor(private readonly socket: Socket) {
    super({ allowHalfOpen: false });
    this.remoteAddress = socket.remoteAddress;
    socket.on('data', (chunk: Buffer) => {
      const rewritten = this.framer.push(chunk);
      if (rewritten.length > 0 && !this.push(rewritten)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    socket.on('error', error => this.destroy(error));
    // A client that hangs up is no fault of the server.
    this.on('error', () => socket.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.socket.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (e?: Error | null) => void) {
    this.socket.destroy();
    done(error);
  }
}

/** Serves HTTP on 127.0.0.1; port 0 picks a free one. */
export async function listen(
  port: number,
  onRequest: RequestListener,
): Promise<Listener> {
  const http = createServer(onRequest);
  const sockets = new Set<Socket>();
  const net = createNetServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    http.emit('connection', new RewrittenSocket(socket));
  });
  await new Promise<void>((resolve, reject) => {
    net.once('error', reject);
    net.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = net.address() as AddressInfo; // never a pipe: listened on a port
  return {
    port: bound,
    close: async () => {
      sockets.forEach(socket => socket.destroy());
      await new Promise(resolve => net.close(resolve));
    },
  };
}
