import { Button, Text } from '@backstage/ui';
import {
  EnvironmentReport,
  WiringChain,
} from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { oldestStale } from '../../format/sourceGroups';
import { visibleText } from '../../format/visibleText';
import { wiringSentences } from '../../format/wiringText';
import { useServerClock } from '../../hooks/useServerClock';
import { StaleNote } from '../DataTable/SourceNote';
import { Section } from '../Section/Section';
import classes from './WiringPicture.module.css';
import { WiringStation } from './WiringStation';

/** Most chains have as many stations; one with an operator has one more. */
const USUAL_STATIONS = 6;

/** More chains than this are behind a button: the broken ones come first. */
const SHOWN = 4;

function brokenFirst(chains: readonly WiringChain[]): readonly WiringChain[] {
  const isBroken = ({ links }: WiringChain) => links.includes('broken');
  return [
    ...chains.filter(isBroken),
    ...chains.filter(chain => !isBroken(chain)),
  ];
}

/** Read and found to be none, which is not the same as not read. */
function usesNothing({
  databaseRoles,
  certificates,
}: EnvironmentReport): boolean {
  return databaseRoles?.length === 0 && certificates?.length === 0;
}

function chainKey({ kind, nodes }: WiringChain): string {
  return [kind, ...nodes.map(({ name }) => name)].join(' ');
}

function Chain(props: {
  readonly chain: WiringChain;
  readonly className: string;
  readonly onExplain: (findingId: string) => void;
}) {
  const { chain, className, onExplain } = props;
  const firstBroken = chain.links.indexOf('broken');
  const { findingId } = chain;
  return (
    <ol
      className={className}
      aria-label={`From pod to ${chain.kind} credential`}
    >
      {chain.nodes.map((node, index) => (
        <WiringStation
          key={`${node.kind} ${node.name}`}
          node={node}
          link={index < chain.nodes.length - 1 ? chain.links[index] : undefined}
          linkStale={node.stale || chain.nodes.at(index + 1)?.stale}
          onExplain={
            findingId && index === firstBroken
              ? () => onExplain(findingId)
              : undefined
          }
        />
      ))}
    </ol>
  );
}

function ChainText({ chain }: { readonly chain: WiringChain }) {
  const text = useServerClock(now => wiringSentences(chain, now).join('\n'));
  return (
    <ol className={classes.sentences}>
      {text.split('\n').map(sentence => (
        <li key={sentence}>{visibleText(sentence)}</li>
      ))}
    </ol>
  );
}

/** The way from the pod to the credential, with the first broken link marked. */
export function WiringPicture(props: {
  readonly report: EnvironmentReport;
  readonly onExplain: (findingId: string) => void;
}) {
  const { report, onExplain } = props;
  const [asText, setAsText] = useState(false);
  const [all, setAll] = useState(false);
  const chains = brokenFirst(report.wiring);
  const shown = all ? chains : chains.slice(0, SHOWN);
  const isLong = shown.some(({ nodes }) => nodes.length > USUAL_STATIONS);
  const className = isLong
    ? `${classes.chain} ${classes.seven}`
    : classes.chain;
  const where = [report.environment, report.instance, report.cluster];
  return (
    <Section
      title="Wiring"
      aside={
        <>
          {visibleText(where.join(' · '))}
          <StaleNote source={oldestStale(report.sources)} />
        </>
      }
      tools={
        chains.length > 0 ? (
          <Button variant="secondary" onPress={() => setAsText(!asText)}>
            {asText ? 'As picture' : 'As text'}
          </Button>
        ) : null
      }
    >
      {chains.length === 0 ? (
        <Text variant="body-medium" color="secondary" as="p">
          {usesNothing(report)
            ? 'Nothing is wired yet: this service names no database role and no certificate.'
            : 'The wiring is not known: what it consists of could not be read.'}
        </Text>
      ) : null}
      {shown.map(chain =>
        asText ? (
          <ChainText key={chainKey(chain)} chain={chain} />
        ) : (
          <Chain
            key={chainKey(chain)}
            chain={chain}
            className={className}
            onExplain={onExplain}
          />
        ),
      )}
      {shown.length < chains.length ? (
        <Button variant="tertiary" onPress={() => setAll(true)}>
          {`Show all ${chains.length} chains`}
        </Button>
      ) : null}
    </Section>
  );
}
