import { HistoryPoint } from 'backstage-plugin-service-secrets-common';
import {
  CartesianGrid,
  Legend,
  Line as ChartLine,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';

import { dayText } from '../../../format/fleetText';
import classes from './History.module.css';

/** Lines differ by their dashes too, so that colour is not the only difference. */
const looks = {
  first: { stroke: 'var(--bui-fg-primary)', strokeDasharray: undefined },
  second: { stroke: 'var(--bui-fg-negative)', strokeDasharray: '6 3' },
  third: { stroke: 'var(--bui-fg-positive)', strokeDasharray: '2 3' },
} as const;

/** A line of a chart. */
export interface Line {
  readonly key: Exclude<keyof HistoryPoint, 'day'>;
  readonly label: string;
  readonly look: keyof typeof looks;
}

const axis = {
  stroke: 'var(--bui-border-2)',
  tick: { fill: 'var(--bui-fg-secondary)', fontSize: 11 },
};

function shortDay(day: string): string {
  return dayText(day).replace(/ \d{4}$/, '');
}

const numberText = (value: number) => value.toLocaleString('en-US');

/** In the colour of other text: that of some lines is too light to read. */
const legendText = (label: string) => (
  <span className={classes.legend}>{label}</span>
);

/** A line of few days is hard to see, and one of a single day is not drawn at all. */
const FEW_DAYS = 8;

function daysWith(key: Line['key'], points: readonly HistoryPoint[]): number {
  return points.filter(point => point[key] !== undefined).length;
}

function spoken(lines: readonly Line[], points: readonly HistoryPoint[]) {
  const last = points.at(-1);
  if (!last) return '';
  return lines
    .map(({ key, label }) => `${label} ${last[key] ?? 'unknown'}`)
    .join(', ');
}

/** Whether anything was collected on a day; the counts of the others are zeroes nobody saw. */
export function isKnown(point: HistoryPoint): boolean {
  return (
    point.findingsOpen !== undefined ||
    point.leases !== undefined ||
    point.findingsOpened + point.findingsClosed > 0
  );
}

/** One chart of the history. Its figures stand in the table below, which readers of screens can use. */
export function HistoryChart(props: {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly points: readonly HistoryPoint[];
}) {
  const { title, lines, points } = props;
  return (
    <figure
      className={classes.chart}
      aria-label={`${title} by day; last: ${spoken(lines, points)}`}
    >
      <figcaption>{title}</figcaption>
      <div aria-hidden="true">
        <ResponsiveContainer width="100%" height={190}>
          <LineChart
            data={[...points]}
            margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          >
            <CartesianGrid stroke="var(--bui-border-1)" vertical={false} />
            <XAxis
              dataKey="day"
              tickFormatter={shortDay}
              minTickGap={48}
              {...axis}
            />
            <YAxis
              allowDecimals={false}
              width={44}
              tickFormatter={numberText}
              {...axis}
            />
            <Tooltip
              labelFormatter={dayText}
              formatter={numberText}
              contentStyle={{
                background: 'var(--bui-bg-app)',
                border: '1px solid var(--bui-border-2)',
                color: 'var(--bui-fg-primary)',
                fontSize: 12,
              }}
            />
            {lines.length > 1 ? (
              <Legend iconType="plainline" formatter={legendText} />
            ) : null}
            {lines.map(({ key, label, look }) => (
              <ChartLine
                key={key}
                dataKey={point => (isKnown(point) ? point[key] : undefined)}
                name={label}
                type="linear"
                dot={daysWith(key, points) < FEW_DAYS ? { r: 3 } : false}
                strokeWidth={2}
                isAnimationActive={false}
                {...looks[look]}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
