import { networkAccess, roleGrant } from 'types.bicep'

metadata description = 'A storage account without shared keys: who comes in has a role. Blobs are versioned; what is deleted can be brought back.'

@description('Name of the account, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Kind of redundancy.')
param sku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@description('Containers. The app makes its own where they are missing; they are here so that lifecycle rules name what there is.')
param containers string[]

@description('Rules that tier and delete blobs, as the management policy takes them.')
param lifecycleRules object[]

@description('Days that earlier versions and deleted blobs are kept.')
param versionDays int

@description('Who may reach the account over which network.')
param access networkAccess

@description('Services of the account that get a private endpoint.')
param endpointServices ('blob' | 'queue' | 'table')[]

@description('Who may do what with its data.')
param grants roleGrant[]

@description('The container that the next ones are for.')
param grantsContainer string

@description('Who may do what with the data of that container alone.')
param containerGrants roleGrant[]

var isPublic = !access.privateEndpoints || !empty(access.allowedAddresses)

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: access.privateEndpoints ? 'Deny' : 'Allow'
      ipRules: [
        for address in access.allowedAddresses: {
          value: address
          action: 'Allow'
        }
      ]
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: {
          keyType: 'Account'
        }
        queue: {
          keyType: 'Account'
        }
        table: {
          keyType: 'Account'
        }
      }
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-08-01' = {
  name: 'default'
  parent: account
  properties: {
    isVersioningEnabled: true
    changeFeed: {
      enabled: false
    }
    deleteRetentionPolicy: {
      enabled: true
      days: versionDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: versionDays
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' = [
  for each in containers: {
    name: each
    parent: blobs
    properties: {
      publicAccess: 'None'
    }
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-08-01' = {
  name: 'default'
  parent: account
  properties: {
    policy: {
      rules: lifecycleRules
    }
  }
  dependsOn: [blobs]
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(account.id, grant.principalId, grant.roleId)
    scope: account
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource grantedContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' existing = {
  name: grantsContainer
  parent: blobs
}

resource containerAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in containerGrants: {
    name: guid(grantedContainer.id, grant.principalId, grant.roleId)
    scope: grantedContainer
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
    dependsOn: [container]
  }
]

module endpoints 'private-endpoint.bicep' = [
  for service in endpointServices: if (access.privateEndpoints) {
    params: {
      name: '${name}-${service}-pe'
      location: location
      tags: tags
      subnetId: access.subnetId
      targetId: account.id
      service: service
    }
  }
]

@description('Resource id of the account.')
output id string = account.id

@description('Name of the account.')
output name string = account.name
