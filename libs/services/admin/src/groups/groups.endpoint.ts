import { ManageGroups } from '@evenkeel/administration';
import { Body, Get, Param, Post } from '@nestjs/common';
import {
  addGroup,
  groupList,
  groupView,
  requestGroupRun,
  type AddGroup,
  type GroupView,
  type ListView,
  type RequestGroupRun,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('groups', 'groups')
export class GroupsEndpoint {
  constructor(private readonly groups: ManageGroups) {}

  @Post()
  @Operation({ id: 'addGroup', summary: 'Add a group of jobs', answer: groupView })
  add(@Body({ schema: addGroup }) body: AddGroup): Promise<GroupView> {
    return this.groups.add(body);
  }

  @Get()
  @Operation({ id: 'listGroups', summary: 'List groups by name', answer: groupList })
  list(): Promise<ListView<GroupView>> {
    return this.groups.list();
  }

  @Get(':group')
  @Operation({ id: 'showGroup', summary: 'Show a group and its latest run', answer: groupView })
  show(@Param('group') reference: string): Promise<GroupView> {
    return this.groups.show(reference);
  }

  @Post(':group/runs')
  @Operation({
    id: 'runGroup',
    summary: 'Run the jobs of a group in the order of what they depend on',
    answer: groupView,
  })
  run(
    @Param('group') reference: string,
    @Body({ schema: requestGroupRun }) body: RequestGroupRun,
  ): Promise<GroupView> {
    return this.groups.run(reference, body);
  }
}
