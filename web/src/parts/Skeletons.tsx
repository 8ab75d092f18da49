import css from "./Bits.module.css";

const range = (length: number) => Array.from({ length }, (_, at) => at);

function Bone({ width, height = 10, round }: { width: number | string; height?: number; round?: number }) {
  return <span className={css.bone} style={{ width, height, borderRadius: round }} />;
}

/** The rows of a list that is on its way, in their final height. */
export function RowsSkeleton({
  rows = 8,
  height = 56,
  picture = true,
}: {
  rows?: number;
  height?: number;
  picture?: boolean;
}) {
  return (
    <div className={css.bones} aria-hidden="true">
      {range(rows).map((at) => (
        <div className={css.boneRow} style={{ height, opacity: 1 - at / (rows + 2) }} key={`row${at + 1}`}>
          {picture && <Bone width={40} height={40} round={6} />}
          <span className="grow col" style={{ gap: 8 }}>
            <Bone width={`${52 - (at % 3) * 9}%`} />
            {height > 40 && <Bone width={`${30 - (at % 2) * 8}%`} />}
          </span>
          <Bone width={72} />
          <Bone width={56} />
        </div>
      ))}
    </div>
  );
}

/** A card that is on its way. */
export function CardSkeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className={`${css.bones} pad col`} style={{ gap: 14, minHeight: 120 }} aria-hidden="true">
      <Bone width="46%" height={16} />
      {range(lines).map((at) => (
        <Bone width={`${92 - ((at * 17) % 48)}%`} key={`line${at + 1}`} />
      ))}
    </div>
  );
}

/** A page that is on its way: its title and its cards. */
export function PageSkeleton({ cards = 2 }: { cards?: number }) {
  return (
    <div className={`${css.bones} col gap16`} aria-hidden="true">
      <Bone width={180} height={22} />
      {range(cards).map((at) => (
        <div className="card" key={`card${at + 1}`}>
          <CardSkeleton lines={at ? 3 : 6} />
        </div>
      ))}
    </div>
  );
}

/** Tiles of goods that are on their way. */
export function TilesSkeleton({ tiles = 10 }: { tiles?: number }) {
  return (
    <>
      {range(tiles).map((at) => (
        <div className={`${css.bones} card`} key={`tile${at + 1}`} aria-hidden="true">
          <span
            className={css.bone}
            style={{ width: "100%", height: "auto", aspectRatio: "1", borderRadius: "10px 10px 0 0" }}
          />
          <div className="pad col" style={{ gap: 8 }}>
            <Bone width="80%" />
            <Bone width="40%" />
          </div>
        </div>
      ))}
    </>
  );
}
