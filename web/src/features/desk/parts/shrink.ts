/** What pictures may be sent in as. */
export const TYPES = ["image/png", "image/jpeg", "image/webp"];

const EDGE_PX = 2048;
const LIGHT_BYTES = 1_500_000;
const QUALITY = 0.86;
const PREVIEW_PX = 144;

export type Small = { file: Blob; preview: string };

/** A picture made small enough to go up quickly, and a preview of it. Of a file that is none the beginning goes, for the server to say so.
 *
 * The server keeps nothing larger (rule conversations.messages.image_edge); what is light and small goes as it is.
 */
export async function shrink(file: File): Promise<Small> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return { file: file.slice(0, LIGHT_BYTES, file.type), preview: "" };
  try {
    const preview = drawn(picture, PREVIEW_PX).toDataURL("image/jpeg", QUALITY);
    const fits = Math.max(picture.width, picture.height) <= EDGE_PX && file.size <= LIGHT_BYTES;
    if (fits && TYPES.includes(file.type)) return { file, preview };
    const canvas = drawn(picture, EDGE_PX);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return { file: blob ?? file, preview };
  } finally {
    picture.close();
  }
}

/** On white, for JPEG knows no transparency. */
function drawn(picture: ImageBitmap, edge: number): HTMLCanvasElement {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}
