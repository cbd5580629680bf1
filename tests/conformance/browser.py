"""Chromium without a window: pdf.js (npm `pdfjs-dist`) on the files of a folder, the start page, axe (npm `axe-core`) on it.

Everything is served at 127.0.0.1, where this program is the browser's proxy too, so that it sees whatever is asked of
anybody."""

import json
import os
import re
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

NPM = Path(os.environ.get("OPINE_NPM") or Path.home() / ".cache/opine-npm")
TYPES = {".html": "text/html; charset=utf-8", ".mjs": "text/javascript", ".js": "text/javascript", ".pdf": "application/pdf",
         ".wasm": "application/wasm", ".json": "application/json"}

PDF = """<!doctype html><title>pdf.js</title><script type="module">
const send = result => fetch('/-/result', {method: 'POST', body: JSON.stringify(result)});
try {
  const pdfjs = await import('/-/pdfjs/legacy/build/pdf.mjs');
  pdfjs.GlobalWorkerOptions.workerSrc = '/-/pdfjs/legacy/build/pdf.worker.mjs';
  const file = decodeURIComponent(location.search.slice(1));
  const pdf = await pdfjs.getDocument({url: '/' + file, wasmUrl: '/-/pdfjs/wasm/', iccUrl: '/-/pdfjs/iccs/',
    cMapUrl: '/-/pdfjs/cmaps/', standardFontDataUrl: '/-/pdfjs/standard_fonts/'}).promise;
  const count = items => (items || []).reduce((sum, item) => sum + 1 + count(item.items), 0);
  const found = await pdf.getDestinations();
  const destinations = found instanceof Map ? [...found.keys()] : Object.keys(found);
  const places = {}, drawn = {};
  for (const name of destinations.filter(name => /^REC-/.test(name)).slice(0, 8))
    places[name] = 1 + await pdf.getPageIndex((await pdf.getDestination(name))[0]);
  for (const number of [1, Math.min(4, pdf.numPages)]) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({scale: 0.5});
    const canvas = document.createElement('canvas');
    canvas.width = viewport.width; canvas.height = viewport.height;
    const context = canvas.getContext('2d');
    await page.render({canvasContext: context, canvas, viewport}).promise;
    const dots = context.getImageData(0, 0, canvas.width, canvas.height).data;
    let marked = 0;
    for (let i = 0; i < dots.length; i += 4) marked += dots[i] + dots[i + 1] + dots[i + 2] < 720;
    drawn[number] = marked;
  }
  await send({pages: pdf.numPages, bookmarks: count(await pdf.getOutline()), destinations: destinations.length,
    places, drawn});
} catch (error) { await send({error: String(error && error.stack || error)}); }
</script>"""

# The page itself forbids scripts, which is right; this copy of it does not.
AXE = """<script src="/-/axe/axe.min.js"></script><script>
addEventListener('load', () => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice']}).then(result => fetch('/-/result', {method: 'POST', body: JSON.stringify({passes: result.passes.length,
  violations: result.violations.map(v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target).join(', '))})})));
</script>"""


class Browser:
    """A folder, served to a browser."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()

    def __enter__(self):
        browser = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, data, kind="text/html; charset=utf-8", status=200):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_CONNECT(self):
                browser.elsewhere.append(self.path)
                self.send_error(502)

            def do_POST(self):
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if urlsplit(self.path).path == "/-/result":
                    browser.result = json.loads(data)
                    self.answer(b"")
                    browser.done.set()
                else:
                    browser.elsewhere.append(self.path)
                    self.send_error(502)

            def do_GET(self):
                address = urlsplit(self.path)
                if address.netloc not in ("", f"127.0.0.1:{browser.port}"):
                    browser.elsewhere.append(self.path)
                    self.send_error(502)
                    return
                path = unquote(address.path)
                browser.asked.append(path)
                if path == "/-/pdf":
                    return self.answer(PDF.encode())
                if path == "/-/axe.html":
                    page = (browser.folder / "index.html").read_text("utf-8")
                    page = re.sub(r"<meta http-equiv[^>]*>", "", page)
                    return self.answer(page.replace("</body>", AXE + "</body>").encode())
                for prefix, root in (("/-/pdfjs/", next(iter(NPM.glob("pdfjs-dist-*")), NPM)),
                                     ("/-/axe/", next(iter(NPM.glob("axe-core-*")), NPM)), ("/", browser.folder)):
                    if path.startswith(prefix):
                        file = (root / path.removeprefix(prefix)).resolve()
                        if file.is_relative_to(root) and file.is_file():
                            return self.answer(file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
                        break
                self.answer(b"", status=404)

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_):
                # A browser that is done does not wait for the last answer.
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def run(self, path, *options, posts=True):
        """Opens a page; gives what it posts, or its content when it posts nothing."""
        self.asked, self.elsewhere, self.result, self.done = [], [], None, threading.Event()
        with tempfile.TemporaryDirectory(prefix="chromium-") as profile:
            command = [os.environ.get("OPINE_CHROMIUM", "chromium"), "--headless=new", "--no-sandbox", "--disable-gpu",
                       "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-sync",
                       "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage",
                       "--metrics-recording-only", "--disable-domain-reliability", "--disable-client-side-phishing-detection",
                       "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
                       "--enable-logging=stderr", f"--user-data-dir={profile}", f"--proxy-server=127.0.0.1:{self.port}",
                       "--proxy-bypass-list=<-loopback>", *options]
            if not posts:
                command += ["--virtual-time-budget=4000", "--dump-dom"]
            address = f"http://127.0.0.1:{self.port}{path}"
            process = subprocess.Popen(command + [address], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            try:
                if posts:
                    self.done.wait(90)
                    process.terminate()
                self.out, self.err = (text.decode("utf-8", "replace") for text in process.communicate(timeout=90))
            except subprocess.TimeoutExpired:
                process.kill()
                self.out, self.err = (text.decode("utf-8", "replace") for text in process.communicate())
        if posts:
            return self.result or {"error": f"Chromium gave no result: {self.err[-400:]}"}
        return self.out

    def pdf(self, path):
        """What pdf.js says of a file of the folder."""
        return self.run(f"/-/pdf?{Path(path).resolve().relative_to(self.folder)}")

    def page(self):
        """What the start page asks for, what the console says, and how many words it shows."""
        text = self.run("/index.html", posts=False)
        console = re.findall(r"CONSOLE[^\]]*\] ?(.*)", self.err)
        own = [path for path in self.asked if path not in ("/index.html", "/favicon.ico")]
        words = len(re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.S).split())
        # What the browser asks of its maker is not the page's doing.
        others = [path for path in self.elsewhere if not re.search(r"(google|gstatic|googleapis)\.com", path)]
        return {"console": console, "asked": own + others, "words": words}

    def axe(self, scheme):
        return self.run("/-/axe.html", *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []))
