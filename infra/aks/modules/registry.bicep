import { roleGrant } from '../../modules/types.bicep'

metadata description = 'The registry of images. There is no admin user and no anonymous pull: nodes pull by their identity, pipelines push by theirs.'

@description('Name of the registry, unique in the world.')
@minLength(5)
@maxLength(50)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Kind of registry.')
param sku 'Basic' | 'Standard' | 'Premium'

@description('Who may pull and push.')
param grants roleGrant[]

@description('Resource id of the workspace that is told who pulls and pushes.')
param workspaceId string

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    dataEndpointEnabled: false
    publicNetworkAccess: 'Enabled'
    policies: {
      azureADAuthenticationAsArmPolicy: {
        status: 'enabled'
      }
    }
  }
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(registry.id, grant.principalId, grant.roleId)
    scope: registry
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: registry
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerRegistryLoginEvents'
        enabled: true
      }
      {
        category: 'ContainerRegistryRepositoryEvents'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the registry.')
output id string = registry.id

@description('Name of the registry.')
output name string = registry.name

@description('Host name, which images begin with.')
output loginServer string = registry.properties.loginServer
