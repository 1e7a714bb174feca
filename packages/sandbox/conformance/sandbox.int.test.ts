import { startSandbox } from '../src/start.ts';
import { describeClusterConformance } from './suite.ts';

describeClusterConformance('sandbox', () => startSandbox());
