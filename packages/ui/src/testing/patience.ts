import { configure } from '@testing-library/react';

// What a test waits for may come late where other work shares the cores: the library gives up after one second.
configure({ asyncUtilTimeout: 60_000 });
