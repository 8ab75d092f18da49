import { useState } from "react";
import css from "./Bits.module.css";
import { GreyDial } from "./Logo";

/** A square picture on a neutral ground; a missing one shows the dial. */
export function Picture({
  src,
  alt,
  size,
  radius = 6,
}: {
  src: string | null | undefined;
  alt: string;
  size?: number;
  radius?: number;
}) {
  const [broken, setBroken] = useState<string | null>(null);
  const box = size
    ? { width: size, height: size, borderRadius: radius }
    : { width: "100%", aspectRatio: "1", borderRadius: radius };
  if (!src || broken === src) {
    return (
      <span className={css.picture} style={box} {...(alt && { role: "img", "aria-label": alt })}>
        <GreyDial size={size ? Math.max(18, Math.round(size * 0.55)) : 56} />
      </span>
    );
  }
  return (
    <span className={css.picture} style={box}>
      <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(src)} />
    </span>
  );
}
