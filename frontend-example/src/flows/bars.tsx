/** Counts beside each other: a bar each, its share of the most. */

interface BarsProps {
  label: string;
  rows: readonly { name: string; count: number }[];
}

export function Bars({ label, rows }: BarsProps) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ul className="bars" aria-label={label}>
      {rows.map(({ name, count }) => (
        <li key={name}>
          <span>{name}</span>
          <span className="count-number">{count}</span>
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${(count / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
