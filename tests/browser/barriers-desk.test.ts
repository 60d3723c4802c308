import { nobodyIsShutOut } from '../support/barriers';

nobodyIsShutOut(1440);
