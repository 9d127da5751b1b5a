import { roles } from 'roles.bicep'

metadata description = 'What a pipeline that deploys packages may do in the resource group: settings, slots and swaps of the app, and nothing with its data.'

@description('Object ids of the pipelines.')
param deployers string[]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for deployer in deployers: {
    name: guid(resourceGroup().id, deployer, roles.websiteContributor)
    properties: {
      description: 'A pipeline deploys, swaps and routes.'
      principalId: deployer
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.websiteContributor)
    }
  }
]
