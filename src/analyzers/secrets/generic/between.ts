/** The source of an expression for what may stand between a name and its value. */
export const between = [
  // A pair of which one half is called the value, the key of an API in Postman, an element after its key.
  `\\\\?["']?,?\\s{1,60}\\\\?["']?value\\\\?["']?\\s{0,4}[:=]\\s{0,4}`,
  `"\\s{0,4},\\s{0,60}"value"\\s{0,4}:\\s{0,4}`,
  `"\\s{0,4}:\\s{0,4}\\[\\s{0,60}\\{\\s{0,60}"key"\\s{0,4}:\\s{0,4}"value",\\s{0,60}"value"\\s{0,4}:\\s{0,4}`,
  `</key>\\s{0,40}<string>`,
  // The default of a variable in Terraform, of a parameter in CloudFormation and Bicep.
  `"\\s{0,4}\\{[^{}]{0,300}?\\sdefault\\s{0,20}=\\s{0,4}`,
  `:[ \\t]{0,4}\\r?\\n(?:[ \\t]{1,20}(?:Type|NoEcho|Description|MinLength|MaxLength|AllowedPattern|ConstraintDescription):[^\\n]{0,200}\\n){0,6}?[ \\t]{1,20}Default:[ \\t]{1,4}`,
  `[ ]string[ ]=[ ]`,
  // What stands in where the environment has none.
  `(?:["'\\]]{0,2}[ \\t]{0,8}[:=]{1,2}[ \\t]{0,8})(?:[\\w.]{1,60}(?:[[(][^\\s\\])]{1,60}[\\])])?[ \\t]{0,4}(?:\\|\\||\\?\\?|\\?:|or)[ \\t]{0,4})(?=["'\`])`,
  `:-(?=[^\\s}]{4,128}\\})`,
  // A field of the build that Gradle writes.
  `['"][ \\t]{0,4},[ \\t]{0,4}["'](?=\\\\?["'])`,
  // What is compared with the literal.
  `\\)?[ \\t]{0,4}[=!]={1,2}[ \\t]{0,4}(?=["'])`,
  // Setters and builders, of what is decoded or cut into bytes too.
  `\\((?=[^\\s()]{5,520}\\))`,
  `\\((?:new[ ])?(?:[\\w.]{1,60}\\.)?(?:decode|decodeBase64|getDecoder\\(\\)\\.decode|parseHex|decodeHex|b64decode|FromBase64String|SecretKeySpec)\\([ \\t]{0,4}(?=["'])`,
  `\\\\?["'\`\\])]{0,3}(?:[ \\t]{0,8}:[ \\t]{0,4}[\\w.<>[\\]?*&' ]{1,30}(?=[ \\t]{0,8}=[^=>]))?[ \\t]{0,30}(?:=>|:=|\\?=|\\|\\|=|[=:]|(?:,|\\|\\||\\?\\?|\\?:)(?=[ \\t]{0,8}["'])|>)[ \\t]{0,30}(?:\\([ \\t]{0,4}(?=["']))?`,
  `[ \\t]{1,8}`,
].join('|');
