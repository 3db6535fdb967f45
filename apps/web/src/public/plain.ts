import { rememberLanguage } from './languages.js';

rememberLanguage();
