/** Whether a variable of the environment turns the check of certificates off. */
export function turnsTlsOff(name: string, value: string): boolean {
  if (/^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)$/.test(name)) return value === '0';
  if (/^(?:npm_config_strict_ssl|yarn_strict_ssl|yarn_enable_strict_ssl)$/i.test(name))
    return /^(?:false|0)$/i.test(value);
  return (
    /^(?:GIT_SSL_NO_VERIFY|CURL_INSECURE|SSL_NO_VERIFY|HELM_INSECURE)$/.test(name) &&
    /^(?:true|1)$/i.test(value)
  );
}
