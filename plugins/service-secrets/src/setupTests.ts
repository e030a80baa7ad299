import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Testing Library's second is for warm caches; a first run on a build server compiles while it renders.
configure({ asyncUtilTimeout: 10_000 });
