/** A login whose texts hold every character some format gives a meaning. */
export const hostileCredential = {
  username: 'v-kubernet-svc.a b@x-Q1',
  password: 'a\'b"c$d\\e&f<g>h i:j@k/l?m#n%o=p{q}`z`+w',
};

/** The same without the space and the colon a user name may not have anywhere. */
export const hostilePassword = {
  username: 'v-kubernet-svc-Q1',
  password: hostileCredential.password,
};
