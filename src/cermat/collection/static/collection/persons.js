// Whether a file looks like a list of persons, seen on the device before anything is sent. Only a hint: the server looks
// again, and into PDF too.   await Persons.seenIn(file) → "nama berkasnya seperti daftar orang", or "" where nothing is.
(() => {
  "use strict";

  const NAME = /(^|[^a-z])(nik|ktp|kk|bnba|by ?name|daftar ?(nama|warga|penerima|peserta|penduduk|orang)|data ?(warga|penduduk|penerima))([^a-z]|$)/i;
  const NIK = /(?:^|[^\d.,])(?:1[1-9]|[2-8]\d|9[0-7])(?:0[1-9]|[1-7]\d)(?!00)\d\d(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}(?!\d)/;
  const HEADING = [/(^|[^a-z])nama([^a-z]|$)/i, /(^|[^a-z])(nik|no\.? ?kk|(tanggal|tgl)\.? ?lahir)([^a-z]|$)/i];
  const READ = 2_000_000; // characters of a file

  const inText = (text) => {
    if (NIK.test(text)) return "ada nomor yang seperti NIK atau nomor KK";
    const top = text.slice(0, 3_000);
    return HEADING.every((one) => one.test(top)) ? "ada kolom nama dan NIK, nomor KK, atau tanggal lahir" : "";
  };

  // The words of a workbook stand in two kinds of its pieces; a ZIP lists its pieces at its end.
  const piecesOf = async (file) => {
    const bytes = new DataView(await file.arrayBuffer());
    let end = bytes.byteLength - 22;
    while (end >= 0 && bytes.getUint32(end, true) !== 0x06054b50) end -= 1;
    const found = [];
    if (end < 0) return found;
    let at = bytes.getUint32(end + 16, true);
    for (let left = bytes.getUint16(end + 10, true); left > 0; left -= 1) {
      const [packed, named, extra, said] = [20, 28, 30, 32].map((place, one) =>
        one ? bytes.getUint16(at + place, true) : bytes.getUint32(at + place, true));
      const name = new TextDecoder().decode(new Uint8Array(bytes.buffer, at + 46, named));
      const local = bytes.getUint32(at + 42, true);
      const start = local + 30 + bytes.getUint16(local + 26, true) + bytes.getUint16(local + 28, true);
      found.push({ name, method: bytes.getUint16(at + 10, true), content: file.slice(start, start + packed) });
      at += 46 + named + extra + said;
    }
    return found;
  };

  const textOf = async ({ method, content }) => {
    if (method === 0) return content.text();
    const reader = content.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (text.length < READ) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    reader.cancel();
    return text;
  };

  const inWorkbook = async (file) => {
    for (const piece of await piecesOf(file)) {
      if (!/^xl\/(sharedStrings|worksheets\/[^/]+)\.xml$/.test(piece.name)) continue;
      const seen = inText((await textOf(piece)).replace(/<[^>]*>/g, " "));
      if (seen) return seen;
    }
    return "";
  };

  const seenIn = async (file) => {
    try {
      if (/\.csv$/i.test(file.name)) return inText((await file.slice(0, READ).text())) || byName(file.name);
      if (/\.xlsx$/i.test(file.name)) return (await inWorkbook(file)) || byName(file.name);
    } catch {
      // not to be read on this device: the server will
    }
    return byName(file.name);
  };

  const byName = (name) => (NAME.test(name.replace(/[_-]+/g, " ")) ? "nama berkasnya seperti daftar orang" : "");

  self.Persons = { seenIn };
})();
