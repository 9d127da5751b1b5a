import { packageAddresses, scaleSettings } from 'types.bicep'

metadata description = 'The Functions app on a Premium plan, with the slot staging. Each slot runs a package from a container, so that a swap exchanges packages and nothing else.'

@description('Name of the app, unique in the world.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('More tags of the app itself, by which the scripts find it.')
param appTags object

@description('Size and number of the instances.')
param scale scaleSettings

@description('Resource id of the identity that the app runs as.')
param identityId string

@description('Resource id of the subnet that the app sends from.')
param subnetId string

@description('Settings that both slots share.')
param settings object

@description('Settings that stay with production.')
param productionSettings object

@description('Settings that stay with the slot staging; the same names.')
param stagingSettings object

@description('Packages that the slots run.')
param packages packageAddresses

var siteProperties = {
  serverFarmId: plan.id
  httpsOnly: true
  clientAffinityEnabled: false
  keyVaultReferenceIdentity: identityId
  virtualNetworkSubnetId: subnetId
  publicNetworkAccess: 'Enabled'
  siteConfig: {
    linuxFxVersion: 'DOTNET-ISOLATED|10.0'
    alwaysOn: false
    ftpsState: 'Disabled'
    http20Enabled: true
    minTlsVersion: '1.2'
    scmMinTlsVersion: '1.2'
    remoteDebuggingEnabled: false
    use32BitWorkerProcess: false
    vnetRouteAllEnabled: true
    healthCheckPath: '/health/live'
    minimumElasticInstanceCount: scale.minimumInstances
    functionAppScaleLimit: scale.maximumInstances
  }
}

var platformSettings = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
  WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identityId
  WEBSITE_SWAP_WARMUP_PING_PATH: '/health/ready'
  WEBSITE_SWAP_WARMUP_PING_STATUSES: '200'
}

@description('Settings of the package that a slot runs. They move with a swap.')
func package(address string, before string) object =>
  union(empty(address) ? {} : { WEBSITE_RUN_FROM_PACKAGE: address }, empty(before) ? {} : { PACKAGE_BEFORE: before })

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'elastic'
  sku: {
    name: scale.premiumSize
    tier: 'ElasticPremium'
    capacity: scale.minimumInstances
  }
  properties: {
    reserved: true
    elasticScaleEnabled: true
    maximumElasticWorkerCount: scale.maximumInstances
    zoneRedundant: scale.zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, appTags)
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: siteProperties

  resource settingsOfProduction 'config' = {
    name: 'appsettings'
    properties: union(
      settings,
      platformSettings,
      productionSettings,
      package(packages.production, packages.beforeProduction)
    )
  }

  resource sticky 'config' = {
    name: 'slotConfigNames'
    properties: {
      appSettingNames: objectKeys(productionSettings)
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

resource slot 'Microsoft.Web/sites/slots@2025-03-01' = {
  name: 'staging'
  parent: app
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: siteProperties

  resource settingsOfStaging 'config' = {
    name: 'appsettings'
    properties: union(settings, platformSettings, stagingSettings, package(packages.staging, packages.beforeStaging))
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Name of the app.')
output name string = app.name

@description('Host name of production.')
output hostName string = app.properties.defaultHostName

@description('Host name of the slot staging.')
output stagingHostName string = slot.properties.defaultHostName
