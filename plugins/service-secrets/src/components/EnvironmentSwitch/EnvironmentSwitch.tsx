import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { EnvironmentReport } from 'backstage-plugin-service-secrets-common';

import { visibleText } from '../../format/visibleText';
import { healthWords } from '../../format/words';
import classes from './EnvironmentSwitch.module.css';

/** Chooses the environment to look at; each says how it fares, so that none hides behind another. */
export function EnvironmentSwitch(props: {
  readonly environments: readonly EnvironmentReport[];
  readonly selected: string;
  readonly onSelect: (environment: string) => void;
}) {
  const { environments, selected, onSelect } = props;
  return (
    <ToggleButtonGroup
      aria-label="Environment"
      className={classes.group}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={keys => {
        for (const key of keys) onSelect(String(key));
      }}
    >
      {environments.map(({ environment, status }) => {
        const { sign, word } = healthWords[status.health];
        return (
          <ToggleButton
            key={environment}
            id={environment}
            aria-label={`${visibleText(environment)}, ${word}`}
          >
            <span aria-hidden="true" className={classes.sign}>
              {sign}
            </span>
            {visibleText(environment)}
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}
