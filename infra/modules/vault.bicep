import { networkAccess, roleGrant } from 'types.bicep'

metadata description = 'A key vault for what is truly secret. Roles decide, there are no access policies, and nothing can be purged early.'

@description('Name of the vault, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Who may reach the vault over which network.')
param access networkAccess

@description('Who may do what with its secrets.')
param grants roleGrant[]

@description('The routing key of the PagerDuty integration; empty leaves the secret as it is.')
@secure()
param pagerDutyRoutingKey string = ''

var isPublic = !access.privateEndpoints || !empty(access.allowedAddresses)

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: access.privateEndpoints ? 'Deny' : 'Allow'
      ipRules: [
        for address in access.allowedAddresses: {
          value: address
        }
      ]
    }
  }
}

resource routingKey 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(pagerDutyRoutingKey)) {
  name: 'pagerduty-routing-key'
  parent: vault
  properties: {
    value: pagerDutyRoutingKey
    contentType: 'Routing key of the Events API v2'
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(vault.id, grant.principalId, grant.roleId)
    scope: vault
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

module endpoint 'private-endpoint.bicep' = if (access.privateEndpoints) {
  params: {
    name: '${name}-pe'
    location: location
    tags: tags
    subnetId: access.subnetId
    targetId: vault.id
    service: 'vault'
  }
}

@description('Resource id of the vault.')
output id string = vault.id

@description('Name of the vault.')
output name string = vault.name
