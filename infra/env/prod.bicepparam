using '../main.bicep'

param environment = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param scale = {
  premiumSize: 'EP2'
  flexMemoryMegabytes: 4096
  minimumInstances: 3
  maximumInstances: 20
  zoneRedundant: true
}
param network = {
  addressPrefix: '10.22.0.0/16'
  appSubnetPrefix: '10.22.0.0/24'
  endpointSubnetPrefix: '10.22.1.0/26'
  privateEndpoints: true
  allowedAddresses: filter(split(readEnvironmentVariable('ALLOWED_ADDRESSES', ''), ','), address => !empty(address))
}
param alerting = {
  emails: filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))
  pagerDuty: true
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
param settings = {
  // A person lets a model in: the workflow retrain, or POST /api/v1/rollouts/{id}/approval.
  Rollout__RequireApproval: 'true'
}
param pagerDutyWebhookUrl = readEnvironmentVariable('PAGERDUTY_WEBHOOK_URL', '')
param pagerDutyRoutingKey = readEnvironmentVariable('PAGERDUTY_ROUTING_KEY', '')
