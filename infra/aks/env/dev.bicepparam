using '../main.bicep'

param environment = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param cluster = {
  kubernetesVersion: '1.34'
  tier: 'Free'
  zones: []
  system: {
    size: 'Standard_D2as_v5'
    minimum: 1
    maximum: 2
  }
  serving: {
    size: 'Standard_D2as_v5'
    minimum: 1
    maximum: 3
  }
  training: {
    size: 'Standard_D4as_v5'
    minimum: 0
    maximum: 1
  }
  podPrefix: '10.244.0.0/16'
  servicePrefix: '10.245.0.0/16'
  apiServerAddresses: []
  registrySku: 'Basic'
}
param network = {
  addressPrefix: '10.23.0.0/16'
  appSubnetPrefix: '10.23.0.0/22'
  endpointSubnetPrefix: '10.23.8.0/26'
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
