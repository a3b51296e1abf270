/* Of which release is a file? What it says of itself is read here, in the reader's browser, and put into the form; the
   file is not sent. Office files, workbooks and zips are unpacked as far as that is needed. */
(function () {
  "use strict";
  const ID = "20\\d\\d-\\d\\d-\\d\\d-[0-9a-f]{6}(?![\\w-])";
  const WHOLE = new RegExp(`release ${ID} sha256:[0-9a-f]{64}(?: [^\\s"'<>()]+)?`);
  const ADDRESS = /https?:\/\/[^\s"'<>()\\,;]+\/(?:en|nl|figure|data|briefing|embed)\/[^\s"'<>()\\,;]+/;
  const TELLING = /^docProps\/|^README|package\.json$|\.csv$/;
  const LARGEST = 8e6; // bytes of a packed part

  const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
  const octal = (_, digits) => String.fromCharCode(parseInt(digits, 8));

  /** A file that is no zip as a text; a PDF writes signs as \137, and words with accents two bytes a letter. */
  function text(bytes) {
    const plain = latin(bytes);
    return plain.startsWith("%PDF") ? plain.replaceAll("\0", "").replace(/\\([0-7]{3})/g, octal) : plain;
  }

  /** The parts of a zip file that may name a release, as texts. */
  async function unpacked(bytes) {
    const view = new DataView(bytes.buffer);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
    if (end < 0) return [];
    const found = [];
    let at = view.getUint32(end + 16, true);
    for (let n = view.getUint16(end + 10, true); n > 0 && view.getUint32(at, true) === 0x02014b50; n -= 1) {
      const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
      const [name, extra, note] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      const local = view.getUint32(at + 42, true);
      if (TELLING.test(latin(bytes.subarray(at + 46, at + 46 + name))) && size < LARGEST) {
        const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
        const packed = new Blob([bytes.subarray(start, start + size)]);
        const plain = method === 8 ? packed.stream().pipeThrough(new DecompressionStream("deflate-raw")) : packed.stream();
        found.push(await new Response(plain).text());
      }
      at += 46 + name + extra + note;
    }
    return found;
  }

  /** The release that a text names most often, with its digest and an address where they stand there; "" for none. */
  function mark(from) {
    const plain = from.replaceAll("&amp;", "&");
    const whole = plain.match(WHOLE);
    if (whole) return whole[0];
    const times = new Map();
    for (const [id] of plain.matchAll(new RegExp(ID, "g"))) times.set(id, (times.get(id) || 0) + 1);
    const [most] = [...times].sort((a, b) => b[1] - a[1]);
    if (!most) return "";
    const address = plain.match(ADDRESS);
    return `release ${most[0]}${address ? ` ${address[0]}` : ""}`;
  }

  async function read(file) {
    const said = document.querySelector("[data-verify=said]");
    const form = document.getElementById("verify");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const marks = (zipped ? await unpacked(bytes) : [text(bytes)]).map(mark).filter(Boolean);
    const best = marks.find((each) => each.includes("sha256:")) || marks[0];
    said.textContent = best ? "" : said.dataset.none.replace("{name}", file.name);
    if (!best) return;
    form.elements.given.value = best.slice(0, 2000);
    form.requestSubmit();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-verify=file]") && event.target.files.length) read(event.target.files[0]);
  });
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.target.closest(".verify-drop")) return;
      event.preventDefault();
      if (name === "drop" && event.dataTransfer.files.length) read(event.dataTransfer.files[0]);
    });
  }
})();
