/** Enough to read a licence plate or a signature, and little enough for a weak network: about 300 kB. */
const longestSide = 1_600;
const quality = 0.8;

/**
 * The photo as it is sent: smaller, a JPEG, the right way up, without what the camera knows of place and owner.
 *
 * @throws Error when this browser cannot read it
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(1, longestSide / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const brush = canvas.getContext('2d');
    if (!brush) throw new Error('this browser cannot draw');
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', quality);
    });
    if (!small) throw new Error('this browser cannot write a JPEG');
    return small;
  } finally {
    URL.revokeObjectURL(address);
  }
}
