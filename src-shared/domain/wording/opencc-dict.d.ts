/** `opencc-js` ships its tables without types: pairs of characters, `說 说|講 讲`. */
declare const pairs: string;
export default pairs;
