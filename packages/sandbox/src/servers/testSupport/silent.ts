import { createServer } from 'node:net';

/** A kube-apiserver that accepts connections and then says nothing, as one does that hangs while it starts. */
function main(): void {
  const flag = process.argv.find(one => one.startsWith('--secure-port='));
  const port = Number(flag?.split('=')[1]);
  createServer(socket => socket.on('error', () => undefined)).listen(
    port,
    '127.0.0.1',
    () => process.stderr.write('waiting for something\n'),
  );
}

main();
