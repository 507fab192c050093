import { config } from 'zod';

// Schemas must not try to compile themselves into functions: the content security policy forbids it and logs each try.
config({ jitless: true });
