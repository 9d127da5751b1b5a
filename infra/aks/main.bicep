import { clusterSettings } from 'modules/types.bicep'
import {
  alertSettings
  environmentKind
  networkSettings
  objectiveSettings
  principalSettings
  retentionSettings
  tokenSettings
} from '../modules/types.bicep'

metadata name = 'HotelCancellation on AKS'
metadata description = 'One installation on Kubernetes: a resource group with the cluster, its registry and all that the app needs. Deploy it with scripts/k8s/provision.sh.'

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
param resourceGroupName string = 'rg-${name}-${environment}-aks'

@description('What sets names apart that must be unique in the world; the same for the same subscription and region.')
@minLength(4)
@maxLength(5)
param suffix string = take(uniqueString(subscription().id, name, environment, location, 'aks'), 5)

@description('Tags of everything.')
param tags object = {}

@description('The cluster, its pools and its registry.')
param cluster clusterSettings

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

@description('More settings of the app, or other values of those that the deployment sets.')
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

module kubernetes 'modules/kubernetes.bicep' = {
  scope: group
  params: {
    name: name
    environmentName: environment
    installation: deployment().name
    suffix: suffix
    location: location
    tags: allTags
    cluster: cluster
    network: network
    retention: retention
    objectives: objectives
    alerting: alerting
    tokens: tokens
    principals: principals
    settings: settings
    pagerDutyWebhookUrl: pagerDutyWebhookUrl
    pagerDutyRoutingKey: pagerDutyRoutingKey
  }
}

@description('Name of the resource group.')
output resourceGroup string = group.name

@description('Tenant of the subscription.')
output tenant string = tenant().tenantId

@description('Name of the cluster.')
output cluster string = kubernetes.outputs.cluster

@description('Host name of the registry.')
output registry string = kubernetes.outputs.registry

@description('Account that holds the data: what Storage:AccountName of the command line tool takes.')
output dataAccount string = kubernetes.outputs.dataAccount

@description('Name of the key vault.')
output vault string = kubernetes.outputs.vault

@description('Client id of the identity that the pods are.')
output clientId string = kubernetes.outputs.clientId

@description('Where metrics are asked for.')
output prometheus string = kubernetes.outputs.prometheus

@description('Address of Grafana.')
output grafana string = kubernetes.outputs.grafana

@description('Settings of the app, for the overlay.')
output settings object = kubernetes.outputs.settings
