import {
  alertSettings
  environmentKind
  hostingKind
  networkSettings
  objectiveSettings
  packageAddresses
  principalSettings
  retentionSettings
  scaleSettings
  tokenSettings
} from 'modules/types.bicep'

metadata name = 'HotelCancellation'
metadata description = 'One installation: a resource group with the Functions app and all that it needs. Deploy it with scripts/provision.sh.'

targetScope = 'subscription'

@description('Which of the installations this is.')
param environment environmentKind

@description('Beginning of all names: lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'hotelcancel'

@description('Region.')
param location string

@description('Name of the resource group.')
param resourceGroupName string = 'rg-${name}-${environment}'

@description('What sets names apart that must be unique in the world; the same for the same subscription and region.')
@minLength(4)
@maxLength(6)
param suffix string = take(uniqueString(subscription().id, name, environment, location), 5)

@description('Tags of everything.')
param tags object = {}

@description('The plan of the Functions app: premium has the slot staging, flex has none.')
param hosting hostingKind = 'premium'

@description('How far the app scales.')
param scale scaleSettings

@description('Virtual network and private endpoints.')
param network networkSettings

@description('How long things are kept.')
param retention retentionSettings = {
  predictions: 400
  quarantine: 400
  versions: 30
  telemetry: 90
}

@description('What the service is held to.')
param objectives objectiveSettings = {
  latencyMilliseconds: 100
  errorRate: '0.001'
  psi: '0.2'
  f1: '0.75'
}

@description('Who is told of alerts.')
param alerting alertSettings

@description('Which bearer tokens of Entra ID are accepted beside API keys.')
param tokens tokenSettings = {
  audiences: []
  propertiesClaim: ''
  propertyPrefix: ''
}

@description('Who is given roles.')
param principals principalSettings

@description('Packages that the slots run; scripts/provision.sh reads them from the running app.')
param packages packageAddresses = {
  production: ''
  beforeProduction: ''
  staging: ''
  beforeStaging: ''
}

@description('More settings of the app, such as Predictions__Durability, or other values of those that the deployment sets.')
param settings object = {}

@description('Address of a PagerDuty integration for Azure alerts; a secret. Empty for none.')
@secure()
param pagerDutyWebhookUrl string = ''

@description('Routing key of a PagerDuty integration for what the app finds; a secret. Empty leaves the vault as it is.')
@secure()
param pagerDutyRoutingKey string = ''

var allTags = union({ product: 'HotelCancellation', environment: environment }, tags)

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module application 'modules/application.bicep' = {
  scope: group
  params: {
    name: name
    environmentName: environment
    installation: deployment().name
    suffix: suffix
    location: location
    tags: allTags
    hosting: hosting
    scale: scale
    network: network
    retention: retention
    objectives: objectives
    alerting: alerting
    tokens: tokens
    principals: principals
    packages: packages
    settings: settings
    pagerDutyWebhookUrl: pagerDutyWebhookUrl
    pagerDutyRoutingKey: pagerDutyRoutingKey
  }
}

@description('Name of the resource group.')
output resourceGroup string = group.name

@description('The plan of the app.')
output hosting string = hosting

@description('Name of the Functions app.')
output functionApp string = application.outputs.functionApp

@description('Host name of production.')
output hostName string = application.outputs.hostName

@description('Host name of the slot staging; empty on a plan without slots.')
output stagingHostName string = application.outputs.stagingHostName

@description('Account that holds the data: what Storage:AccountName of the command line tool takes.')
output dataAccount string = application.outputs.dataAccount

@description('Account that holds packages and the state of the host.')
output stateAccount string = application.outputs.stateAccount

@description('Name of the key vault.')
output vault string = application.outputs.vault

@description('Resource id of the Application Insights resource.')
output insightsId string = application.outputs.insightsId
