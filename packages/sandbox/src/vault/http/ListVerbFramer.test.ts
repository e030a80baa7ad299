import { ListVerbFramer } from './ListVerbFramer';

function through(...chunks: string[]): string {
  const framer = new ListVerbFramer();
  return chunks
    .map(chunk => framer.push(Buffer.from(chunk, 'latin1')).toString('latin1'))
    .join('');
}

const list = 'LIST /v1/a HTTP/1.1\r\nHost: x\r\n\r\n';
const link = list.replace('LIST', 'LINK');

describe('ListVerbFramer', () => {
  it('renames the verb of a request', () => {
    expect(through(list)).toBe(link);
  });

  it('renames it when the request arrives byte by byte', () => {
    expect(through(...list)).toBe(link);
  });

  it('renames it in every pipelined request', () => {
    expect(through(list + list + list)).toBe(link + link + link);
  });

  it('leaves a body alone that starts with the verb in a chunk of its own', () => {
    const head = 'POST /v1/a HTTP/1.1\r\nContent-Length: 10\r\n\r\n';
    expect(through(head, 'LIST /v1/a', list)).toBe(`${head}LIST /v1/a${link}`);
  });

  it('follows a chunked body to the next request', () => {
    const post =
      'POST /v1/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nLIST \r\n0\r\n\r\n';
    expect(through(post + list)).toBe(post + link);
    expect(through(...(post + list))).toBe(post + link);
  });

  it('leaves other verbs and the rest of the head alone', () => {
    const get = 'GET /v1/LIST HTTP/1.1\r\nX-Note: LIST \r\n\r\n';
    expect(through(get)).toBe(get);
  });
});
