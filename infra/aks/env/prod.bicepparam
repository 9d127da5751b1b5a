using '../main.bicep'

param environment = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param cluster = {
  kubernetesVersion: '1.34'
  tier: 'Standard'
  zones: ['1', '2', '3']
  system: {
    size: 'Standard_D2as_v5'
    minimum: 3
    maximum: 5
  }
  serving: {
    size: 'Standard_D4as_v5'
    minimum: 3
    maximum: 12
  }
  training: {
    size: 'Standard_D8as_v5'
    minimum: 0
    maximum: 3
  }
  podPrefix: '10.244.0.0/16'
  servicePrefix: '10.245.0.0/16'
  apiServerAddresses: filter(split(readEnvironmentVariable('ALLOWED_ADDRESSES', ''), ','), address => !empty(address))
  registrySku: 'Premium'
}
param network = {
  addressPrefix: '10.24.0.0/16'
  appSubnetPrefix: '10.24.0.0/22'
  endpointSubnetPrefix: '10.24.8.0/26'
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
param settings = {
  // A person lets a model in: the workflow retrain, or POST /api/v1/rollouts/{id}/approval.
  Rollout__RequireApproval: 'true'
}
param pagerDutyWebhookUrl = readEnvironmentVariable('PAGERDUTY_WEBHOOK_URL', '')
param pagerDutyRoutingKey = readEnvironmentVariable('PAGERDUTY_ROUTING_KEY', '')
