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
} from 'types.bicep'
import { roles } from 'roles.bicep'
import {
  appSettings
  hostSettings
  never
  pagerDutySettings
  roleName
  schedules
  slotSettings
  tokenAppSettings
} from 'settings.bicep'
import { dataContainers, dataLifecycle, dropContainer, packageLifecycle } from 'lifecycle.bicep'

metadata description = 'All that one installation has, in one resource group.'

@description('Beginning of all names.')
param name string

@description('Which of the installations this is.')
param environmentName environmentKind

@description('The name of the installation in its subscription, by which the scripts find its app.')
param installation string

@description('What sets names apart that must be unique in the world; lower-case letters and digits.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The plan of the Functions app.')
param hosting hostingKind

@description('How far the app scales.')
param scale scaleSettings

@description('Virtual network and private endpoints.')
param network networkSettings

@description('How long things are kept.')
param retention retentionSettings

@description('What the service is held to.')
param objectives objectiveSettings

@description('Who is told of alerts.')
param alerting alertSettings

@description('Which bearer tokens are accepted.')
param tokens tokenSettings

@description('Who is given roles.')
param principals principalSettings

@description('Packages that the slots run.')
param packages packageAddresses

@description('More settings of the app, or other values of those that are here.')
param settings object

@description('Address of a PagerDuty integration for Azure alerts; a secret. Empty for none.')
@secure()
param pagerDutyWebhookUrl string

@description('Routing key of a PagerDuty integration for what the app finds; a secret. Empty leaves the vault as it is.')
@secure()
param pagerDutyRoutingKey string

var code = { dev: 'dev', staging: 'stg', prod: 'prd' }[environmentName]
var stem = '${name}-${environmentName}'
var appName = 'func-${name}-${code}-${suffix}'
var dataAccount = '${name}data${code}${suffix}'
var stateAccount = '${name}host${code}${suffix}'
var vaultName = 'kv-${name}-${code}${suffix}'
var packageContainer = 'packages'
var networkName = 'vnet-${stem}'
var storageSku = environmentName == 'dev' ? 'Standard_LRS' : scale.zoneRedundant ? 'Standard_GZRS' : 'Standard_ZRS'
var access = {
  privateEndpoints: network.privateEndpoints
  subnetId: resourceId('Microsoft.Network/virtualNetworks/subnets', networkName, 'endpoints')
  allowedAddresses: network.allowedAddresses
}

var appTags = {
  installation: installation
  hosting: hosting
  stateAccount: stateAccount
  insights: observability.outputs.insightsId
}

var sharedSettings = union(
  appSettings(dataAccount, stem, retention, objectives),
  alerting.pagerDuty ? pagerDutySettings(vaultName) : {},
  empty(tokens.audiences) ? {} : tokenAppSettings(environment().authentication.loginEndpoint, tenant().tenantId, tokens),
  hostSettings(stateAccount, identity.outputs.clientId, observability.outputs.connectionString),
  settings
)
var productionSettings = slotSettings('production', appName, schedules)
var stagingSettings = slotSettings(
  'staging',
  appName,
  toObject(objectKeys(schedules), setting => setting, setting => never)
)

@description('What the app itself may do with its data, and the people who train and manage keys.')
var dataGrants = concat(
  [
    {
      principalId: identity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.blobDataContributor
      description: 'The app reads and writes models, events, predictions and reports.'
    }
    {
      principalId: identity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.tableDataContributor
      description: 'The app reads and writes bookings, features, aliases, runs and hashes of keys.'
    }
  ],
  map(principals.operators, operator => {
    principalId: operator
    principalType: 'User'
    roleId: roles.blobDataContributor
    description: 'An operator trains and registers models.'
  }),
  map(principals.operators, operator => {
    principalId: operator
    principalType: 'User'
    roleId: roles.tableDataContributor
    description: 'An operator moves aliases and manages keys.'
  })
)

@description('What is dropped is read by the app; who drops it sees nothing but that container.')
var dropGrants = map(principals.senders, sender => {
  principalId: sender
  principalType: 'ServicePrincipal'
  roleId: roles.blobDataContributor
  description: 'An integration drops files of bookings and reads what became of them.'
})

@description('The host needs to own the blobs of its own account: leases of timers, keys of the host, task hubs.')
var stateGrants = [
  {
    principalId: identity.outputs.principalId
    principalType: 'ServicePrincipal'
    roleId: roles.blobDataOwner
    description: 'The Functions host keeps leases, its keys and task hubs, and reads packages.'
  }
  {
    principalId: identity.outputs.principalId
    principalType: 'ServicePrincipal'
    roleId: roles.queueDataContributor
    description: 'Durable Functions sends its messages through queues.'
  }
  {
    principalId: identity.outputs.principalId
    principalType: 'ServicePrincipal'
    roleId: roles.tableDataContributor
    description: 'Durable Functions keeps the history of its instances in tables.'
  }
]

@description('A pipeline sees the packages, and neither the keys of the host nor task hubs.')
var packageGrants = map(principals.deployers, deployer => {
  principalId: deployer
  principalType: 'ServicePrincipal'
  roleId: roles.blobDataContributor
  description: 'A pipeline uploads packages.'
})

var vaultGrants = concat(
  [
    {
      principalId: identity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.keyVaultSecretsUser
      description: 'The app reads what its settings refer to.'
    }
  ],
  map(principals.operators, operator => {
    principalId: operator
    principalType: 'User'
    roleId: roles.keyVaultSecretsOfficer
    description: 'An operator rotates secrets.'
  })
)

var telemetryGrants = concat(
  [
    {
      principalId: identity.outputs.principalId
      principalType: 'ServicePrincipal'
      roleId: roles.monitoringMetricsPublisher
      description: 'The app sends telemetry.'
    }
  ],
  map(principals.deployers, deployer => {
    principalId: deployer
    principalType: 'ServicePrincipal'
    roleId: roles.monitoringReader
    description: 'A pipeline reads error rate and latency while it lets a version in.'
  })
)

module identity 'identity.bicep' = {
  params: {
    name: 'id-${stem}'
    location: location
    tags: tags
  }
}

module virtualNetwork 'network.bicep' = {
  params: {
    name: networkName
    location: location
    tags: tags
    network: network
    delegation: hosting == 'flex' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
  }
}

module observability 'observability.bicep' = {
  params: {
    workspaceName: 'log-${stem}'
    insightsName: 'appi-${stem}'
    location: location
    tags: tags
    retentionDays: retention.telemetry
    grants: telemetryGrants
  }
}

module data 'storage.bicep' = {
  params: {
    name: dataAccount
    location: location
    tags: tags
    sku: storageSku
    containers: dataContainers
    lifecycleRules: dataLifecycle(retention)
    versionDays: retention.versions
    access: access
    endpointServices: ['blob', 'table']
    grants: dataGrants
    grantsContainer: dropContainer
    containerGrants: dropGrants
  }
  dependsOn: [virtualNetwork]
}

module state 'storage.bicep' = {
  params: {
    name: stateAccount
    location: location
    tags: tags
    sku: storageSku
    containers: [packageContainer]
    lifecycleRules: packageLifecycle(retention)
    versionDays: retention.versions
    access: access
    endpointServices: ['blob', 'queue', 'table']
    grants: stateGrants
    grantsContainer: packageContainer
    containerGrants: packageGrants
  }
  dependsOn: [virtualNetwork]
}

module vault 'vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: tags
    access: access
    grants: vaultGrants
    pagerDutyRoutingKey: pagerDutyRoutingKey
  }
  dependsOn: [virtualNetwork]
}

module premium 'premium.bicep' = if (hosting == 'premium') {
  params: {
    name: appName
    planName: 'plan-${stem}'
    location: location
    tags: tags
    appTags: appTags
    scale: scale
    identityId: identity.outputs.id
    subnetId: virtualNetwork.outputs.appSubnetId
    settings: sharedSettings
    productionSettings: productionSettings
    stagingSettings: stagingSettings
    packages: packages
  }
  dependsOn: [data, state, vault]
}

module flex 'flex.bicep' = if (hosting == 'flex') {
  params: {
    name: appName
    planName: 'plan-${stem}'
    location: location
    tags: tags
    appTags: appTags
    scale: scale
    identityId: identity.outputs.id
    subnetId: virtualNetwork.outputs.appSubnetId
    packageContainerUrl: 'https://${stateAccount}.blob.${environment().suffixes.storage}/${packageContainer}'
    settings: union(sharedSettings, productionSettings)
  }
  dependsOn: [data, state, vault]
}

module alerts 'alerts.bicep' = {
  params: {
    name: stem
    location: location
    tags: tags
    workspaceId: observability.outputs.workspaceId
    roleName: roleName('production')
    objectives: objectives
    alerting: alerting
    pagerDutyWebhookUrl: pagerDutyWebhookUrl
  }
}

module pipelines 'pipelines.bicep' = {
  params: {
    deployers: principals.deployers
  }
}

@description('Name of the Functions app.')
output functionApp string = appName

@description('Host name of production.')
output hostName string = '${appName}.azurewebsites.net'

@description('Host name of the slot staging; empty on a plan without slots.')
output stagingHostName string = hosting == 'premium' ? '${appName}-staging.azurewebsites.net' : ''

@description('Account that holds the data: what Storage:AccountName of the command line tool takes.')
output dataAccount string = dataAccount

@description('Account that holds packages and the state of the host.')
output stateAccount string = stateAccount

@description('Name of the key vault.')
output vault string = vaultName

@description('Resource id of the Application Insights resource.')
output insightsId string = observability.outputs.insightsId
