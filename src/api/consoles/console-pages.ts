import { randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { readConsoleFiles, type ConsoleFile, type Encoding } from './console-files';

/** What stands in the built page where each answer puts a fresh value, see web/vite.config.mts. */
const noncePlaceholder = /NONCE/g;

const notBuilt = `<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Trực</title>
<p>Giao diện chưa được dựng trên máy chủ này: chạy <code>npm run build</code> rồi khởi động lại. API vẫn hoạt động.</p>
<p lang="en">The consoles are not built on this server: run <code>npm run build</code> and start again. The API works.</p>
</html>
`;

/**
 * The consoles under `/app/`: hashed files for ever, everything else asked for anew, and every address that is
 * no file answered with the one page, which finds the screen itself.
 *
 * @param folder `dist/web`; without a build `/app/` says so with 503, and the rest of the server goes on
 */
export function createConsolePages({ folder }: { readonly folder: string }): {
  readonly router: Router;
  readonly isBuilt: boolean;
} {
  const files = readConsoleFiles(folder);
  const router = Router({ strict: true });
  router.get('/app', (_request, response) => {
    response.redirect(308, '/app/');
  });
  router.get('/app/{*path}', (request, response, next) => {
    const path = request.path.slice('/app/'.length);
    const index = files?.get('index.html');
    if (!files || !index) {
      response
        .status(503)
        .set({ 'Cache-Control': 'no-store', 'Retry-After': '60' })
        .type('html')
        .send(notBuilt);
      return;
    }
    const file = files.get(path);
    if (path === 'service-worker.js') {
      // It fetches the page and its files, under a policy of its own.
      response.set('Content-Security-Policy', "default-src 'none'; connect-src 'self'");
    }
    if (file && path !== 'index.html') sendFile(request, response, file);
    // A file of another build: a page in its place would only confuse whoever loads it.
    else if (/^assets\/|\.\w{2,11}$/.test(path)) next();
    else sendIndex(response, index);
  });
  return { router, isBuilt: files !== null };
}

function sendFile(request: Request, response: Response, file: ConsoleFile): void {
  const encoding = encodingFor(request, file);
  response.set({
    'Content-Type': file.type,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  response.send((encoding && file.compressed[encoding]) ?? file.plain);
}

function encodingFor(request: Request, { compressed }: ConsoleFile): Encoding | undefined {
  const accepted = request.acceptsEncodings(['br', 'gzip', 'identity']);
  if (accepted === 'br' || accepted === 'gzip') return compressed[accepted] ? accepted : undefined;
  return undefined;
}

/** Styles that scripts insert carry the answer's own value; scripts come from this host alone. */
function sendIndex(response: Response, { plain }: ConsoleFile): void {
  const nonce = randomBytes(16).toString('base64url');
  response
    .set({
      'Content-Security-Policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      'Cache-Control': 'no-cache',
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(plain.toString('utf8').replace(noncePlaceholder, nonce));
}
