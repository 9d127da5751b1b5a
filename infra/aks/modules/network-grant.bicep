import { roleGrant } from '../../modules/types.bicep'

metadata description = 'What may be done with a network.'

@description('Name of the network.')
param networkName string

@description('Who may do what.')
param grants roleGrant[]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: networkName
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(network.id, grant.principalId, grant.roleId)
    scope: network
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]
