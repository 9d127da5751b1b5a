using '../main.bicep'

param environment = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param scale = {
  premiumSize: 'EP1'
  flexMemoryMegabytes: 2048
  minimumInstances: 1
  maximumInstances: 2
  zoneRedundant: false
}
param network = {
  addressPrefix: '10.20.0.0/16'
  appSubnetPrefix: '10.20.0.0/26'
  endpointSubnetPrefix: '10.20.1.0/26'
  privateEndpoints: false
  allowedAddresses: []
}
param retention = {
  predictions: 400
  quarantine: 90
  versions: 7
  telemetry: 30
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
param packages = {
  production: readEnvironmentVariable('PRODUCTION_PACKAGE', '')
  beforeProduction: readEnvironmentVariable('PRODUCTION_PACKAGE_BEFORE', '')
  staging: readEnvironmentVariable('STAGING_PACKAGE', '')
  beforeStaging: readEnvironmentVariable('STAGING_PACKAGE_BEFORE', '')
}
