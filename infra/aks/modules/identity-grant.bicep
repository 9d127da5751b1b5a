import { roleGrant } from '../../modules/types.bicep'

metadata description = 'What may be done with an identity.'

@description('Name of the identity.')
param identityName string

@description('Who may do what.')
param grants roleGrant[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    name: guid(identity.id, grant.principalId, grant.roleId)
    scope: identity
    properties: {
      description: grant.description
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]
