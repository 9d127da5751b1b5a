using '../main.bicep'

// The alternative without slots: scales to more instances and to fewer, and replaces a version in place.
param environment = 'dev'
param name = 'hotelflex'
param hosting = 'flex'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param scale = {
  premiumSize: 'EP1'
  flexMemoryMegabytes: 2048
  minimumInstances: 1
  maximumInstances: 100
  zoneRedundant: false
}
param network = {
  addressPrefix: '10.23.0.0/16'
  appSubnetPrefix: '10.23.0.0/24'
  endpointSubnetPrefix: '10.23.1.0/26'
  privateEndpoints: false
  allowedAddresses: []
}
param alerting = {
  emails: filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))
  pagerDuty: false
}
param tokens = {
  audiences: filter(split(readEnvironmentVariable('TOKEN_AUDIENCES', ''), ','), audience => !empty(audience))
  propertiesClaim: readEnvironmentVariable('TOKEN_PROPERTIES_CLAIM', '')
  propertyPrefix: readEnvironmentVariable('TOKEN_PROPERTY_PREFIX', '')
}
param principals = {
  operators: filter(split(readEnvironmentVariable('OPERATOR_IDS', ''), ','), id => !empty(id))
  deployers: filter(split(readEnvironmentVariable('DEPLOYER_IDS', ''), ','), id => !empty(id))
  senders: filter(split(readEnvironmentVariable('SENDER_IDS', ''), ','), id => !empty(id))
}
