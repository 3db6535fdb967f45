import { INSIDE, rememberLanguage } from './languages.js';

rememberLanguage();
if (localStorage.getItem(INSIDE)) location.replace('/home');
