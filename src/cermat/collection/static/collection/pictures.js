// Photos made small enough for a poor signal, and their text kept readable.
//   const { blob, name, width, height } = await Pictures.shrink(file);   // anything that is no picture comes back as it is
//   await Pictures.preview(blob, canvas);                                // a small picture of it, before it is sent
//
// An A4 sheet that nearly fills a 12-megapixel photo has 340 points per inch; at 1,900 points of its longest side still
// 160, and 150 is the least that keeps letters of 10 points readable. So the quality goes down before the size does, and
// what comes first in the list below and fits is taken. What the camera wrote beside the picture (place, owner) stays behind.
(() => {
  "use strict";

  const LARGEST = 400_000; // bytes
  const TRIES = [
    [2600, 0.72], [2200, 0.7], [2200, 0.6], [1900, 0.6], [1900, 0.5], [1900, 0.42], [1900, 0.36], [1900, 0.3],
    [1900, 0.25], [1600, 0.35], [1400, 0.35], [1100, 0.35],
  ]; // longest side, quality of the JPEG

  const dataUrl = (file) =>
    new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(file);
    });

  // Upright as the camera was held: browsers turn by the photo's own mark, here and on <img>.
  const decoded = async (file) => {
    if (self.createImageBitmap) {
      try {
        return await createImageBitmap(file);
      } catch {
        // some browsers read through <img> what they do not read here
      }
    }
    const image = new Image();
    image.src = await dataUrl(file);
    await image.decode();
    return image;
  };

  const sizeOf = (picture) => [picture.naturalWidth || picture.width, picture.naturalHeight || picture.height];

  const drawn = (picture, longest, canvas = document.createElement("canvas")) => {
    const [width, height] = sizeOf(picture);
    const scale = Math.min(1, longest / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext("2d", { alpha: false });
    pen.fillStyle = "#fff"; // what is transparent lies on white
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  const jpegOf = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  const smallest = async (picture) => {
    const longest = Math.max(...sizeOf(picture));
    let [canvas, side, blob] = [null, 0, null];
    for (const [wanted, quality] of TRIES) {
      if (!canvas || (Math.min(wanted, longest) !== side)) {
        side = Math.min(wanted, longest);
        canvas = drawn(picture, side);
      }
      blob = await jpegOf(canvas, quality);
      if (blob && blob.size <= LARGEST) break;
    }
    return blob && { blob, width: canvas.width, height: canvas.height };
  };

  const isPicture = (file) => file.type.startsWith("image/") && file.type !== "image/svg+xml";

  const shrink = async (file) => {
    const whole = { blob: file, name: file.name };
    if (!isPicture(file) || (file.type === "image/png" && file.size <= LARGEST)) return whole;
    try {
      const picture = await decoded(file);
      const made = await smallest(picture);
      picture.close?.();
      return made ? { ...made, name: `${file.name.replace(/\.[^.]*$/, "") || "foto"}.jpg` } : whole;
    } catch {
      return whole; // this browser cannot read it: the server looks at it as it is
    }
  };

  const preview = async (blob, canvas) => {
    if (!isPicture(blob)) return false;
    try {
      const picture = await decoded(blob);
      drawn(picture, 320, canvas);
      picture.close?.();
      return true;
    } catch {
      return false;
    }
  };

  self.Pictures = { shrink, preview, isPicture, LARGEST };
})();
